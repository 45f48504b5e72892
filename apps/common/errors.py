"""The one error of the domain."""


class RuleError(Exception):
    """A business rule was broken; the message says so in the user's words.

    ``field`` names the input at fault, when one is, so that a form can show the message beside it.
    """

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field
