//! Between HTTP and the use cases: routes with their access, the request's context, guards and headers.

mod context;
mod guard;
pub mod limits;
pub mod net;
pub mod proxies;
mod routes;

pub(crate) use context::clean;
pub use context::{Ctx, Query, Submitted, Theme, Upload, redirect};
pub use guard::{
    CHANGE_PASSWORD, CODE_COOKIE, ENROL, SESSION_COOKIE, code_cookie, context, expired_code_cookie,
    expired_cookie, session_cookie,
};
pub(crate) use guard::{address_of, admit, is_readable};
pub use routes::{Access, Method, Opens, Route, Routes, assemble};
