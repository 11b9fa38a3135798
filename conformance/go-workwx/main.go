// Makes calls through go-workwx; the protocol is described in runner/driver.py. The SDK's own option WithQYAPIHost points
// it at the emulator.
package main

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"runtime/debug"
	"sort"
	"strings"

	workwx "github.com/xen0n/go-workwx"
)

type message struct {
	Do     string          `json:"do"`
	Client string          `json:"client"`
	Base   string          `json:"base"`
	Corp   string          `json:"corp"`
	Secret string          `json:"secret"`
	Agent  int64           `json:"agent"`
	Call   string          `json:"call"`
	With   json.RawMessage `json:"with"`
}

type object = map[string]any

// The SDK cannot express the request.
type unsupported struct{ why string }

func (u unsupported) Error() string { return u.why }

// Reads arguments into what the SDK takes; refuses those that it has no place for.
func read(with json.RawMessage, into any) error {
	decoder := json.NewDecoder(bytes.NewReader(with))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(into); err != nil {
		return unsupported{err.Error()}
	}
	return nil
}

func user(u *workwx.UserInfo) object {
	departments := []int64{}
	for _, d := range u.Departments {
		departments = append(departments, d.DeptID)
	}
	return object{"userid": u.UserID, "name": u.Name, "department": departments, "position": u.Position, "mobile": u.Mobile, "email": u.Email}
}

type call func(app *workwx.WorkwxApp, with json.RawMessage) (any, error)

func recipient(users, parties, tags string) *workwx.Recipient {
	split := func(s string) []string {
		if s == "" {
			return nil
		}
		return strings.Split(s, "|")
	}
	return &workwx.Recipient{UserIDs: split(users), PartyIDs: split(parties), TagIDs: split(tags)}
}

var calls = map[string]call{
	"user/get": func(app *workwx.WorkwxApp, with json.RawMessage) (any, error) {
		a := struct {
			UserID string `json:"userid"`
		}{}
		if err := read(with, &a); err != nil {
			return nil, err
		}
		found, err := app.GetUser(a.UserID)
		if err != nil {
			return nil, err
		}
		return user(found), nil
	},
	"user/update": func(app *workwx.WorkwxApp, with json.RawMessage) (any, error) {
		a := workwx.UserDetail{}
		if err := read(with, &a); err != nil {
			return nil, err
		}
		return nil, app.UpdateUser(&a)
	},
	"user/list": func(app *workwx.WorkwxApp, with json.RawMessage) (any, error) {
		a := struct {
			Department int64 `json:"department_id"`
			Below      int   `json:"fetch_child"`
		}{}
		if err := read(with, &a); err != nil {
			return nil, err
		}
		found, err := app.ListUsersByDeptID(a.Department, a.Below == 1)
		out := []object{}
		for _, u := range found {
			out = append(out, user(u))
		}
		return out, err
	},
	"user/convert_to_openid": func(app *workwx.WorkwxApp, with json.RawMessage) (any, error) {
		a := struct {
			UserID string `json:"userid"`
		}{}
		if err := read(with, &a); err != nil {
			return nil, err
		}
		return app.ConvertUserIDToOpenID(a.UserID)
	},
	"user/convert_to_userid": func(app *workwx.WorkwxApp, with json.RawMessage) (any, error) {
		a := struct {
			OpenID string `json:"openid"`
		}{}
		if err := read(with, &a); err != nil {
			return nil, err
		}
		return app.ConvertOpenIDToUserID(a.OpenID)
	},
	"user/getuserid": func(app *workwx.WorkwxApp, with json.RawMessage) (any, error) {
		a := struct {
			Mobile string `json:"mobile"`
		}{}
		if err := read(with, &a); err != nil {
			return nil, err
		}
		return app.GetUserIDByMobile(a.Mobile)
	},
	"user/get_userid_by_email": func(app *workwx.WorkwxApp, with json.RawMessage) (any, error) {
		a := struct {
			Email string           `json:"email"`
			Type  workwx.EmailType `json:"email_type"`
		}{}
		if err := read(with, &a); err != nil {
			return nil, err
		}
		return app.GetUserIDByEmail(a.Email, a.Type)
	},
	"corp/get_join_qrcode": func(app *workwx.WorkwxApp, with json.RawMessage) (any, error) {
		a := struct {
			Size workwx.SizeType `json:"size_type"`
		}{}
		if err := read(with, &a); err != nil {
			return nil, err
		}
		return app.GetUserJoinQrcode(a.Size)
	},
	"user/getuserinfo": func(app *workwx.WorkwxApp, with json.RawMessage) (any, error) {
		a := struct {
			Code string `json:"code"`
		}{}
		if err := read(with, &a); err != nil {
			return nil, err
		}
		return app.GetUserInfoByCode(a.Code)
	},
	"department/create": func(app *workwx.WorkwxApp, with json.RawMessage) (any, error) {
		a := workwx.DeptInfo{}
		if err := read(with, &a); err != nil {
			return nil, err
		}
		id, err := app.CreateDept(&a)
		return object{"id": id}, err
	},
	"department/list": func(app *workwx.WorkwxApp, with json.RawMessage) (any, error) {
		a := struct {
			ID *int64 `json:"id"`
		}{}
		if err := read(with, &a); err != nil {
			return nil, err
		}
		if a.ID == nil {
			return app.ListAllDepts()
		}
		return app.ListDepts(*a.ID)
	},
	"department/simplelist": func(app *workwx.WorkwxApp, with json.RawMessage) (any, error) {
		a := struct {
			ID *int64 `json:"id"`
		}{}
		if err := read(with, &a); err != nil {
			return nil, err
		}
		if a.ID == nil {
			return app.SimpleListAllDepts()
		}
		return app.SimpleListDepts(*a.ID)
	},
	"message/send": func(app *workwx.WorkwxApp, with json.RawMessage) (any, error) {
		a := struct {
			User    string `json:"touser"`
			Party   string `json:"toparty"`
			Tag     string `json:"totag"`
			Kind    string `json:"msgtype"`
			Agent   int64  `json:"agentid"`
			Safe    int    `json:"safe"`
			Content struct {
				Content string `json:"content"`
			} `json:"text"`
			Markdown struct {
				Content string `json:"content"`
			} `json:"markdown"`
			Image struct {
				MediaID string `json:"media_id"`
			} `json:"image"`
			File struct {
				MediaID string `json:"media_id"`
			} `json:"file"`
		}{}
		if err := read(with, &a); err != nil {
			return nil, err
		}
		to := recipient(a.User, a.Party, a.Tag)
		switch a.Kind {
		case "text":
			return nil, app.SendTextMessage(to, a.Content.Content, a.Safe == 1)
		case "markdown":
			return nil, app.SendMarkdownMessage(to, a.Markdown.Content, a.Safe == 1)
		case "image":
			return nil, app.SendImageMessage(to, a.Image.MediaID, a.Safe == 1)
		case "file":
			return nil, app.SendFileMessage(to, a.File.MediaID, a.Safe == 1)
		}
		return nil, unsupported{"this driver sends text, markdown, image and file"}
	},
	"appchat/create": func(app *workwx.WorkwxApp, with json.RawMessage) (any, error) {
		a := workwx.ChatInfo{}
		if err := read(with, &a); err != nil {
			return nil, err
		}
		id, err := app.CreateAppchat(&a)
		return object{"chatid": id}, err
	},
	"appchat/get": func(app *workwx.WorkwxApp, with json.RawMessage) (any, error) {
		a := struct {
			ID string `json:"chatid"`
		}{}
		if err := read(with, &a); err != nil {
			return nil, err
		}
		return app.GetAppchat(a.ID)
	},
	"appchat/send": func(app *workwx.WorkwxApp, with json.RawMessage) (any, error) {
		a := struct {
			ID      string `json:"chatid"`
			Kind    string `json:"msgtype"`
			Safe    int    `json:"safe"`
			Content struct {
				Content string `json:"content"`
			} `json:"text"`
		}{}
		if err := read(with, &a); err != nil {
			return nil, err
		}
		if a.Kind != "text" {
			return nil, unsupported{"this driver sends texts"}
		}
		return nil, app.SendTextMessage(&workwx.Recipient{ChatID: a.ID}, a.Content.Content, a.Safe == 1)
	},
	"media/upload": func(app *workwx.WorkwxApp, with json.RawMessage) (any, error) {
		a := struct {
			Type   string `json:"type"`
			Name   string `json:"filename"`
			Field  string `json:"field"`
			Base64 string `json:"base64"`
		}{}
		if err := read(with, &a); err != nil {
			return nil, err
		}
		data, err := base64.StdEncoding.DecodeString(a.Base64)
		if err != nil {
			return nil, unsupported{err.Error()}
		}
		media, err := workwx.NewMediaFromBuffer(a.Name, data)
		if err != nil {
			return nil, err
		}
		upload, known := map[string]func(*workwx.Media) (*workwx.MediaUploadResult, error){
			"image": app.UploadTempImageMedia, "voice": app.UploadTempVoiceMedia,
			"video": app.UploadTempVideoMedia, "file": app.UploadTempFileMedia}[a.Type]
		if !known {
			return nil, unsupported{"no upload of " + a.Type}
		}
		made, err := upload(media)
		if err != nil {
			return nil, err
		}
		return object{"media_id": made.MediaID}, nil
	},
	"get_jsapi_ticket": func(app *workwx.WorkwxApp, with json.RawMessage) (any, error) { return app.GetJSAPITicket() },
}

var apps = map[string]*workwx.WorkwxApp{}

func version() string {
	info, _ := debug.ReadBuildInfo()
	for _, m := range info.Deps {
		if m.Path == "github.com/xen0n/go-workwx" {
			return m.Version
		}
	}
	return "unknown"
}

func answer(m message) object {
	switch m.Do {
	case "hello":
		names := []string{}
		for name := range calls {
			names = append(names, name)
		}
		sort.Strings(names)
		return object{"version": version(), "calls": names, "any": false}
	case "open":
		apps[m.Client] = workwx.New(m.Corp, workwx.WithQYAPIHost(m.Base)).WithApp(m.Secret, m.Agent)
		return object{}
	case "close":
		delete(apps, m.Client)
		return object{}
	}
	run, known := calls[m.Call]
	if !known {
		return object{"unsupported": "no call for " + m.Call}
	}
	result, err := run(apps[m.Client], m.With)
	if err == nil {
		return object{"result": result}
	}
	var not unsupported
	if errors.As(err, &not) {
		return object{"unsupported": not.why}
	}
	out := object{"type": strings.TrimPrefix(fmt.Sprintf("%T", err), "*"), "code": nil, "message": err.Error(), "printed": err.Error()}
	var reported *workwx.WorkwxClientError
	if errors.As(err, &reported) {
		out["code"], out["message"] = int64(reported.Code), reported.Msg
	}
	return object{"error": out}
}

func main() {
	in := bufio.NewReaderSize(os.Stdin, 1<<20)
	out := json.NewEncoder(os.Stdout)
	for {
		line, err := in.ReadBytes('\n')
		if err != nil {
			return
		}
		var m message
		if err := json.Unmarshal(line, &m); err != nil {
			panic(err)
		}
		if err := out.Encode(answer(m)); err != nil {
			panic(err)
		}
	}
}
