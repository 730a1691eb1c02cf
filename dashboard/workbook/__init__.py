"""The report as an Excel workbook: `contents` says of what, `book` makes the file."""
