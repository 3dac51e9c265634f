from importlib import import_module

from django.apps import AppConfig


class OperationConfig(AppConfig):
    name = "operation"

    def ready(self):
        import_module("operation.role")  # its check is registered
