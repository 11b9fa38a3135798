"""What the benchmarks of servers share: ports, nginx as the limit, and what wrk prints."""
import re, socket


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def nginx_config(folder, port, path, kind, body):
    """The file of a configuration by which one worker in the foreground answers at this path with this body."""
    text = body.decode().replace("\\", "\\\\").replace('"', '\\"').replace("$", "${dollar}")
    config = folder / "nginx.conf"
    config.write_text(f"""
daemon off; master_process off; worker_processes 1; pid {folder}/pid; error_log {folder}/error.log;
events {{ worker_connections 4096; }}
http {{
  access_log off; keepalive_requests 1000000000; server_tokens off; tcp_nodelay on;
  client_body_temp_path {folder}/a; proxy_temp_path {folder}/b; fastcgi_temp_path {folder}/c;
  uwsgi_temp_path {folder}/d; scgi_temp_path {folder}/e;
  geo $dollar {{ default "$"; }}
  server {{ listen 127.0.0.1:{port}; location = {path} {{ default_type "{kind}"; return 200 "{text}"; }} }}
}}
""")
    return config


def milliseconds(text):
    number, unit = re.fullmatch(r"([\d.]+)(us|ms|s)", text).groups()
    return float(number) * {"us": 1e-3, "ms": 1, "s": 1e3}[unit]


def figures(out):
    """Requests a second, and the median and the 99th percentile in milliseconds, from what `wrk --latency` prints."""
    find = lambda pattern: re.search(pattern, out).group(1)
    return float(find(r"Requests/sec:\s+([\d.]+)")), milliseconds(find(r"\n +50%\s+(\S+)")), milliseconds(find(r"\n +99%\s+(\S+)"))
