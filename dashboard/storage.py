"""How static files are stored: named by their content, scripts that import each other included."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class Storage(CompressedManifestStaticFilesStorage):  # type: ignore[misc] # it has no types
    """Files with their hash in the name, so that a new release never meets an old script."""

    support_js_module_import_aggregation = True
