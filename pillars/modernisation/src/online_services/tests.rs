//! Filing online on a fresh city.
