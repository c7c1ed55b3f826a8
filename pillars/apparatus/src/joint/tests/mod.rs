//! Joint dossiers on a fresh city.
