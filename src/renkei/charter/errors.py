"""What is said when a file of the charter is wrong."""


class CharterError(Exception):
    """A file of the charter is wrong: which file, which key, and what would be right.

    `key` is dotted; entries of a list are counted from 1, as a person counts them in the file:
    ``indicators[3].name.en``. It is empty where the whole file is meant.
    """

    def __init__(self, file: str, key: str, problem: str) -> None:
        super().__init__(f"{file}: {key}: {problem}" if key else f"{file}: {problem}")
        self.file = file
        self.key = key
        self.problem = problem


class MisfitError(ValueError):
    """A value that does not fit beside the others of its table; `name` is the key to correct."""

    def __init__(self, name: str, problem: str) -> None:
        super().__init__(problem)
        self.name = name
        self.problem = problem
