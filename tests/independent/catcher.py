"""The shop's server: prints its port, then path and Base64 body of whatever is posted to it."""

import sys
import threading
from base64 import b64encode
from http.server import BaseHTTPRequestHandler, HTTPServer

ACKNOWLEDGED = b'{"ret_code":"0000","ret_msg":"ok"}'


class Catcher(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        self.send_header("Content-Type", "application/json;charset=utf-8")
        self.send_header("Content-Length", str(len(ACKNOWLEDGED)))
        self.end_headers()
        self.wfile.write(ACKNOWLEDGED)
        print(self.path, b64encode(body).decode(), flush=True)

    def log_message(self, *_):
        pass


server = HTTPServer(("127.0.0.1", 0), Catcher)
print(server.server_port, flush=True)
# Gone with the script that started it, even if that was killed.
threading.Thread(target=lambda: (sys.stdin.read(), server.shutdown())).start()
server.serve_forever()
