//! Plans on a fresh city over HTTP.

mod scene;
mod shared;
mod way;
mod work;
