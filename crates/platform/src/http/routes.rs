//! Routes with their access rule; none can be added without one.

use super::guard;
use crate::access::Permission;
use crate::app::App;
use axum::extract::{DefaultBodyLimit, Request};
use axum::handler::Handler;
use axum::middleware::from_fn_with_state;
use axum::response::Response;
use axum::routing::{MethodRouter, get, post};
use axum::{Extension, Router};
use futures::future::BoxFuture;
use std::collections::HashMap;
use std::sync::Arc;

/// The largest form without files, bytes: every answer of the longest e-form is far below.
pub const FORM_BYTES: usize = 1024 * 1024;

/// Who may call a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Everybody.
    Public,
    /// Anybody signed in.
    SignedIn,
    /// A citizen's account.
    Citizen,
    /// A staff account.
    Staff,
    /// Who holds the permission somewhere; the handler checks the record's agency by the same scope.
    Permission(Permission),
}

/// HTTP methods the product uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Reading.
    Get,
    /// Changing.
    Post,
    /// Changing to what the body says: of interfaces that others have drawn, no page has it.
    Put,
}

impl Method {
    /// "GET", "POST" or "PUT".
    pub fn word(self) -> &'static str {
        match self {
            Method::Get => "GET",
            Method::Post => "POST",
            Method::Put => "PUT",
        }
    }
}

/// When a route opens to somebody who has something to do before anything else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Opens {
    /// When all of it is done.
    Settled,
    /// Already while a password that somebody else made must be changed.
    BeforeChange,
    /// Already while a second factor must be set up.
    BeforeEnrolment,
    /// Always.
    Always,
}

/// A handler whose own type is forgotten here, so that the compiler makes axum's routing once and not once a page.
#[derive(Clone)]
struct Erased(Arc<dyn Fn(Request, App) -> BoxFuture<'static, Response> + Send + Sync>);

impl Erased {
    fn of<H, T>(handler: H) -> Erased
    where
        H: Handler<T, App>,
        T: 'static,
    {
        Erased(Arc::new(move |request, app| Box::pin(handler.clone().call(request, app))))
    }
}

impl Handler<(), App> for Erased {
    type Future = BoxFuture<'static, Response>;

    fn call(self, request: Request, app: App) -> Self::Future {
        (self.0)(request, app)
    }
}

/// One route.
pub struct Route {
    /// Method.
    pub method: Method,
    /// Path in axum's form: "/ho-so/{id}".
    pub path: &'static str,
    /// Who may call it.
    pub access: Access,
    /// When it opens to somebody who has something to do before anything else.
    pub opens: Opens,
    /// Whether its form may carry files; the others take no more than [`FORM_BYTES`].
    pub files: bool,
    /// Whether single texts of its form may be long, such as a whole file that goes along unseen.
    pub long_texts: bool,
    handler: MethodRouter<App>,
}

/// Tells whoever reads the form of a request that its texts may be long.
#[derive(Debug, Clone, Copy)]
pub(crate) struct LongTexts;

/// The routes of a slice.
#[derive(Default)]
pub struct Routes {
    list: Vec<Route>,
}

impl Routes {
    /// No routes yet.
    pub fn new() -> Routes {
        Routes::default()
    }

    /// A page to read.
    pub fn get<H, T>(self, path: &'static str, access: Access, handler: H) -> Routes
    where
        H: Handler<T, App>,
        T: 'static,
    {
        self.add(Method::Get, path, access, get(Erased::of(handler)))
    }

    /// An act.
    pub fn post<H, T>(self, path: &'static str, access: Access, handler: H) -> Routes
    where
        H: Handler<T, App>,
        T: 'static,
    {
        self.add(Method::Post, path, access, post(Erased::of(handler)))
    }

    fn add(
        mut self,
        method: Method,
        path: &'static str,
        access: Access,
        handler: MethodRouter<App>,
    ) -> Routes {
        let opens = Opens::Settled;
        self.list.push(Route { method, path, access, opens, files: false, long_texts: false, handler });
        self
    }

    /// The route added last belongs to the change of a password that somebody else made.
    pub fn before_change(self) -> Routes {
        self.opening(Opens::BeforeChange)
    }

    /// The route added last belongs to the setting up of a second factor that a role demands.
    pub fn before_enrolment(self) -> Routes {
        self.opening(Opens::BeforeEnrolment)
    }

    /// The route added last opens whatever is to be done first: the way out, what pages are made of.
    pub fn always(self) -> Routes {
        self.opening(Opens::Always)
    }

    /// The form of the route added last carries files.
    pub fn with_files(mut self) -> Routes {
        if let Some(route) = self.list.last_mut() {
            route.files = true;
        }
        self
    }

    /// Single texts of the form of the route added last may be long.
    pub fn with_long_texts(mut self) -> Routes {
        if let Some(route) = self.list.last_mut() {
            route.long_texts = true;
        }
        self
    }

    fn opening(mut self, opens: Opens) -> Routes {
        if let Some(route) = self.list.last_mut() {
            route.opens = opens;
        }
        self
    }

    /// The list, for the router, the coverage test and docs/map.md.
    pub fn list(&self) -> &[Route] {
        &self.list
    }
}

/// One router of all slices' routes and operations, each behind its guard.
pub fn assemble(app: &App) -> Router<App> {
    let mut router = Router::new();
    let mut addresses = HashMap::new();
    for slice in app.slices {
        for route in (slice.routes)().list {
            *addresses.entry(route.path).or_insert(false) |= route.method == Method::Get;
            let door = guard::Door { app: app.clone(), access: route.access, opens: route.opens };
            // A form with files may be a little larger than its files.
            let largest = if route.files { app.settings.max_upload.saturating_mul(2) } else { FORM_BYTES };
            let sized = route.handler.layer(DefaultBodyLimit::max(largest));
            let sized = if route.long_texts { sized.layer(Extension(LongTexts)) } else { sized };
            let guarded = sized.layer(from_fn_with_state(door, guard::guard));
            router = router.route(route.path, guarded);
        }
    }
    // A second router of the same program says the same.
    let _ = app.addresses.set(addresses);
    crate::api::assemble(app, router)
}
