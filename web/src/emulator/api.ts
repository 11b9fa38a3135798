// The admin interface of the emulator, /_errdex/, as the page uses it.

export interface Clock {
  now: string;
  seconds: number;
  mode: "running" | "frozen" | "stepped";
  step: string;
}
export interface Settings {
  profile: "table" | "wire";
  rate_limits: boolean;
}
export interface Health {
  world: string;
  platforms: { name: string; endpoints: number }[];
  clock: Clock;
  settings: Settings;
  faults: number;
  journal: { last: number; cleared: number };
}
export interface Texts {
  en: string;
  zh: string;
}
export interface JournalRecord {
  number: number;
  at: string;
  platform: string;
  endpoint: string;
  from: string;
  caller: string;
  took_us: number;
  request: { method: string; target: string; body: string };
  answer: { status: number; body: string };
  checks: string[];
  failed_check?: string;
  code?: string;
  name?: string;
  title?: Texts;
  failure?: string;
  hint?: string;
  fault?: number;
  /** Of a request that the platform made to an application. */
  event?: string;
}
export interface Fault {
  id: number;
  platform?: string;
  endpoint?: string;
  where?: Record<string, string>;
  skip?: number;
  times?: number;
  probability?: number;
  sequence?: string;
  until?: string;
  phase: "before" | "after";
  code?: string;
  name?: string;
  title?: Texts;
  status?: number;
  headers?: Record<string, string>;
  body?: string;
  delay?: string;
  cut_after?: number;
  reset?: boolean;
  matched: number;
  struck: number;
}
export interface Rule {
  must_be: string;
  code: string;
  name: string;
}
export interface Field {
  name: string;
  type: string;
  in: "query" | "body";
  required: boolean;
  about?: string;
  only_if?: { field: string; values: string[] };
  rules: Rule[];
}
export interface Endpoint {
  platform: string;
  name: string;
  method: string;
  path: string;
  title: string;
  group: string;
  credential?: string;
  permission?: string;
  document?: string;
  fields: Field[];
  limits: { calls: number; window: string; per: "organisation" | "application" | "address" }[];
  raises: { space: string; code: string; name: string; when: string; source: string; specific: boolean }[];
  example: string;
  credential_example: string;
}
export interface Callback {
  id: number;
  platform: string;
  event: string;
  state: "pending" | "delivered" | "failed";
  method: string;
  url: string;
  message: string;
  body: string;
  created: string;
  due: string;
  tried: number;
  attempts: number;
  answer?: { status: number; body: string };
  reply?: string;
  problem?: string;
}
export interface FirstCall {
  platform: string;
  title: string;
  language: string;
  text: string;
}
export type Row = Record<string, string | null>;

/** The emulator refused; the message is its own. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

const tokenKey = "errdex-admin-token";

export class Admin {
  world = "main";
  private token = sessionStorage.getItem(tokenKey) ?? "";

  use(token: string): void {
    this.token = token;
    sessionStorage.setItem(tokenKey, token);
  }

  get<T>(path: string): Promise<T> {
    return this.send<T>("GET", path);
  }
  post<T>(path: string, body: object = {}): Promise<T> {
    return this.send<T>("POST", path, body);
  }
  remove<T>(path: string): Promise<T> {
    return this.send<T>("DELETE", path);
  }

  private async send<T>(method: string, path: string, body?: object): Promise<T> {
    const headers: Record<string, string> = { "X-Errdex-World": this.world };
    if (this.token !== "") headers["Authorization"] = `Bearer ${this.token}`;
    if (body) headers["Content-Type"] = "application/json";
    const response = await fetch(`/_errdex${path}`, {
      method,
      headers,
      cache: "no-store",
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const text = await response.text();
    let answer: unknown;
    try {
      answer = JSON.parse(text);
    } catch {
      throw new Refused(response.status, text.slice(0, 300) || response.statusText);
    }
    if (!response.ok) throw new Refused(response.status, (answer as { error?: string }).error ?? response.statusText);
    return answer as T;
  }
}
