"""What the replies teach: how fast, how well kept, what keeps going wrong. Reads the store; decides nothing."""
