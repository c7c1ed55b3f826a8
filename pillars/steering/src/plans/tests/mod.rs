//! Plans on a fresh city over HTTP.

mod scene;
mod way;
mod work;
