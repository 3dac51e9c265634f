"""Files that are sent stay in memory: nothing of them is ever written to a disk."""

from io import BytesIO

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from accounts.cleaning import MOST_BYTES

MOST_TOGETHER = 40 * 1024 * 1024  # bytes of one request


class InMemory(FileUploadHandler):
    """Keeps a file of up to MOST_BYTES; of a larger one its size alone.

    The form's other fields are read all the same, so that nothing typed is lost.
    """

    def handle_raw_input(self, data, meta, content_length, boundary, encoding=None):
        if content_length > MOST_TOGETHER:
            raise RequestDataTooBig("This is more than all files of a form may be.")

    def new_file(self, *args, **kwargs):
        super().new_file(*args, **kwargs)
        self.kept, self.is_too_large = BytesIO(), False

    def receive_data_chunk(self, raw_data, start):
        if start + len(raw_data) > MOST_BYTES:
            self.kept, self.is_too_large = BytesIO(), True
        elif not self.is_too_large:
            self.kept.write(raw_data)

    def file_complete(self, file_size):
        self.kept.seek(0)
        file = InMemoryUploadedFile(
            file=self.kept,
            field_name=self.field_name,
            name=self.file_name,
            content_type=self.content_type,
            size=file_size,
            charset=self.charset,
            content_type_extra=self.content_type_extra,
        )
        file.is_too_large = self.is_too_large
        return file
