"""The review of a draft: what is said of it, other words suggested for it, who was asked, and who signs it off."""
