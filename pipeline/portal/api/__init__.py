"""The API under `/v1`: the same figures as the pages, for programs.

Source: NLGov REST API Design Rules 2.1.
"""
