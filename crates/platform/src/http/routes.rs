//! Routes with their access rule; none can be added without one.

use super::guard;
use crate::access::Permission;
use crate::app::App;
use axum::Router;
use axum::handler::Handler;
use axum::middleware::from_fn_with_state;
use axum::routing::{MethodRouter, get, post};

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
}

/// One route.
pub struct Route {
    /// Method.
    pub method: Method,
    /// Path in axum's form: "/ho-so/{id}".
    pub path: &'static str,
    /// Who may call it.
    pub access: Access,
    /// Opens even to somebody whose password must be changed first.
    pub before_change: bool,
    handler: MethodRouter<App>,
}

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
    pub fn get<H, T>(mut self, path: &'static str, access: Access, handler: H) -> Routes
    where
        H: Handler<T, App>,
        T: 'static,
    {
        self.list.push(Route {
            method: Method::Get,
            path,
            access,
            before_change: false,
            handler: get(handler),
        });
        self
    }

    /// An act.
    pub fn post<H, T>(mut self, path: &'static str, access: Access, handler: H) -> Routes
    where
        H: Handler<T, App>,
        T: 'static,
    {
        self.list.push(Route {
            method: Method::Post,
            path,
            access,
            before_change: false,
            handler: post(handler),
        });
        self
    }

    /// The route added last opens even to somebody whose password must be changed first: the change itself, the way out,
    /// what pages are made of.
    pub fn before_change(mut self) -> Routes {
        if let Some(route) = self.list.last_mut() {
            route.before_change = true;
        }
        self
    }

    /// The list, for the router, the coverage test and docs/map.md.
    pub fn list(&self) -> &[Route] {
        &self.list
    }
}

/// One router of all slices' routes, each behind its guard.
pub fn assemble(app: &App) -> Router<App> {
    let mut router = Router::new();
    for slice in app.slices {
        for route in (slice.routes)().list {
            let door =
                guard::Door { app: app.clone(), access: route.access, before_change: route.before_change };
            let guarded = route.handler.layer(from_fn_with_state(door, guard::guard));
            router = router.route(route.path, guarded);
        }
    }
    router
}
