"""What every page stands on: who asks, who may, how a page is drawn, what a refusal looks like."""
