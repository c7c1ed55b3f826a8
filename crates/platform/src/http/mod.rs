//! Between HTTP and the use cases: routes with their access, the request's context, guards and headers.

mod context;
mod guard;
pub mod limits;
pub mod net;
pub mod proxies;
mod routes;

pub(crate) use context::clean;
pub use context::{Ctx, Query, Submitted, TEXT_CHARS, Theme, Upload, redirect};
pub use guard::{
    CHANGE_PASSWORD, ENROL, SESSION_COOKIE, code_cookie, code_cookie_name, context, expired_code_cookie,
    expired_cookie, expired_provider_cookie, provider_cookie, provider_cookie_name, session_cookie,
    session_cookie_name,
};
pub(crate) use guard::{address_of, admit, is_readable};
pub use routes::{Access, FORM_BYTES, Method, Opens, Route, Routes, assemble};
