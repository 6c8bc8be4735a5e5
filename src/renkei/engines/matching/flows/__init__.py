"""Plans of the best total score: minimum-cost flows, their prices, their cuts, their ties."""
