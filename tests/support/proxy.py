"""A connection that breaks."""

import contextlib
import math
import socket
import threading


class DroppingProxy:
    """Passes connections on to a port, and breaks off those that send more than `most` bytes: `drops` times, or until
    it is mended."""

    def __init__(self, port, most, drops=math.inf):
        self.port, self.most, self.drops = port, most, drops
        self.dropped = 0
        self.door = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.door.getsockname()[1]}"
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        with contextlib.suppress(OSError):
            while True:
                client, _ = self.door.accept()
                threading.Thread(target=self._pass, args=(client,), daemon=True).start()

    def _pass(self, client):
        try:
            server = socket.create_connection(("127.0.0.1", self.port))
        except OSError:  # it was killed
            client.close()
            return
        threading.Thread(target=self._pump, args=(server, client), daemon=True).start()
        sent = 0
        with contextlib.suppress(OSError):
            while piece := client.recv(65_536):
                sent += len(piece)
                if sent > self.most and self.dropped < self.drops:
                    self.dropped += 1
                    break
                server.sendall(piece)
        for each in (client, server):
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()

    def _pump(self, source, target):
        with contextlib.suppress(OSError):
            while piece := source.recv(65_536):
                target.sendall(piece)
        with contextlib.suppress(OSError):
            target.shutdown(socket.SHUT_RDWR)  # or a browser would go on using a connection that the server has ended

    def mend(self):
        self.drops = 0

    def close(self):
        self.door.close()
