"""Where collected static files go: hashed and compressed by WhiteNoise, our own scripts and styles bundled before."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

from trainhub.bundles import bundles


class BundledStorage(CompressedManifestStaticFilesStorage):
    """`collectstatic` with one more step, first: entries become bundles, and their parts go."""

    is_bundled = True

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        if not dry_run:
            self.bundle(paths)
        yield from super().post_process(paths, dry_run, **options)

    def bundle(self, paths: dict[str, Any]) -> None:
        made = bundles(settings.BASE_DIR / "static")
        for name in made.parts & paths.keys():
            del paths[name]
            self.delete(name)
        for name in made.files.keys() & paths.keys():
            self.delete(name)
            self._save(name, ContentFile(made.files[name].encode()))
            paths[name] = (self, name)  # what is hashed and compressed is read from there
