"""The desk's views: each parses what was asked, calls one service function, and renders."""
