from support_regimes.models.funding import Budget, FundingSource

__all__ = ["Budget", "FundingSource"]
