"""What readers write into the pages of the paper."""
