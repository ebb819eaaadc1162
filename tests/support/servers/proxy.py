"""Connections that break."""

import contextlib
import ctypes
import math
import socket
import struct
import threading

from tests.support.program import free_port

# Of a socket on Linux: a filter lets packets pass before TCP sees them (socket(7), linux/filter.h).
ATTACH_FILTER, DETACH_FILTER = 26, 27
NOTHING = struct.pack("HBBI", 0x06, 0, 0, 0)  # its one instruction: return 0, which is how much of a packet passes


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


class Wire:
    """A port before a server's, and the wire between them, which can be cut in two ways and mended. Linux only.

    `refuse`: connections end, and new ones are refused, as when the server ended. `swallow`: nobody acknowledges or
    ends anything any more, as when the server's host vanished: those who are connected hear nothing for ever, and new
    ones are not even refused. Connections from before a cut do not come back.
    """

    def __init__(self, host, port):
        self._server = host, port
        self.port = free_port()
        # Asked for by its number, it stays the door's while that does not listen.
        self._door = socket.create_server(("127.0.0.1", self.port))
        self._guard = threading.Lock()
        self._whole = threading.Event()
        self._whole.set()
        self._refuses = False
        self._over = False
        self._pairs = []  # (client, server) of those who are connected
        self._forlorn = []  # clients who hear nothing any more
        threading.Thread(target=self._serve, daemon=True).start()

    def refuse(self):
        with self._guard:
            self._whole.clear()
            self._refuses = True
            self._door.shutdown(socket.SHUT_RDWR)  # it listens no more
            self._end_all()

    def swallow(self):
        with self._guard:
            self._whole.clear()
            for each in (self._door, *(client for client, _ in self._pairs)):
                _deafen(each)
            self._forlorn += [client for client, _ in self._pairs]
            self._end_all()

    def mend(self):
        with self._guard:
            if self._whole.is_set():
                return
            if self._refuses:
                self._door.listen()
            else:
                self._door.setsockopt(socket.SOL_SOCKET, DETACH_FILTER, 0)
            self._refuses = False
            self._whole.set()

    def close(self):
        with self._guard:
            self._over = True
            self._whole.set()
            with contextlib.suppress(OSError):  # it may be refusing
                self._door.shutdown(socket.SHUT_RDWR)
            self._door.close()
            self._end_all()
            for each in self._forlorn:
                each.close()

    def _serve(self):
        while self._whole.wait() and not self._over:
            with contextlib.suppress(OSError):  # it was cut
                client, _ = self._door.accept()
                self._connect(client)

    def _connect(self, client):
        with self._guard:
            if not self._whole.is_set():
                client.close()
                return
            try:
                server = socket.create_connection(self._server)
            except OSError:
                client.close()
                return
            self._pairs.append((client, server))
        for source, target in ((client, server), (server, client)):
            threading.Thread(target=self._pump, args=(source, target, (client, server)), daemon=True).start()

    def _pump(self, source, target, pair):
        with contextlib.suppress(OSError):
            while piece := source.recv(65_536):
                target.sendall(piece)
        with self._guard:
            if pair in self._pairs:
                self._pairs.remove(pair)
                self._end(pair)

    def _end_all(self):
        for pair in self._pairs:
            self._end(pair)
        self._pairs.clear()

    def _end(self, pair):
        for each in pair:
            if each not in self._forlorn:
                with contextlib.suppress(OSError):
                    each.shutdown(socket.SHUT_RDWR)
                each.close()


def _deafen(each):
    """Nothing comes in any more; whoever sends waits for ever to hear that it did."""
    instruction = ctypes.create_string_buffer(NOTHING)
    each.setsockopt(socket.SOL_SOCKET, ATTACH_FILTER, struct.pack("HP", 1, ctypes.addressof(instruction)))
