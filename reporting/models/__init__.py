from reporting.models.reconciliation import Reconciliation

__all__ = ["Reconciliation"]
