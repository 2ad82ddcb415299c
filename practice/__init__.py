"""Made-up people with months of life behind them, lived by the real rules: for the demo and for units of training."""
