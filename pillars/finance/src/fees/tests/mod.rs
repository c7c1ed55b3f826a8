//! Tests of fees over HTTP and on a fresh database.
