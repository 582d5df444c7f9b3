"""Files and folders that all machines of a cluster reach: on a shared disk, or in an object store."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from quoteminer.corpus.cluster.rows import EXTRA, WHAT
from quoteminer.errors import ConfigError, need


@dataclass(frozen=True, slots=True)
class Storage:
    """A place in a file system. ``shown`` is its name as given; ``address`` the same for any machine: an absolute path
    or a URI; ``path`` its name in ``system``, a pyarrow.fs.FileSystem."""

    shown: str
    address: str
    system: Any
    path: str

    @classmethod
    def of(cls, name: str) -> Storage:
        """That of a path, or of a URI like s3://bucket/folder. Raises ConfigError where no file system has such URIs,
        DependencyError."""
        systems = need("pyarrow.fs", extra=EXTRA, what=WHAT)
        if not is_uri(name):
            path = Path(os.path.abspath(name)).as_posix()
            return cls(name, path, systems.LocalFileSystem(), path)
        try:
            system, path = systems.FileSystem.from_uri(name)
        except (OSError, ValueError) as error:  # pyarrow.ArrowInvalid is a ValueError
            raise ConfigError(f"{name}: is no place that can be reached ({error}). Check it and your rights.") from None
        return cls(name, name, system, path.rstrip("/"))

    @property
    def local(self) -> bool:
        """Whether it is a path rather than a URI."""
        return not is_uri(self.address)

    @property
    def in_folders(self) -> bool:
        """Whether there are folders to make and to rename; object stores have only names."""
        return self.system.type_name not in ("s3", "gcs", "abfs")

    def below(self, relative: str) -> Storage:
        """A file or folder in this one."""
        shown = os.path.join(self.shown, relative) if self.local else f"{self.shown.rstrip('/')}/{relative}"
        return Storage(shown, f"{self.address.rstrip('/')}/{relative}", self.system, f"{self.path}/{relative}")


def is_uri(name: str) -> bool:
    """Whether a name is a URI and no path."""
    return "://" in name
