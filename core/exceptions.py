"""How a verb says no: with a code for programs and a sentence for people. Doors turn it into their kind of answer."""


class Refused(Exception):
    def __init__(self, message: str, *, code: str = "refused", field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.code = code
        self.field = field
