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
            opens: Opens::Settled,
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
            opens: Opens::Settled,
            handler: post(handler),
        });
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
    for slice in app.slices {
        for route in (slice.routes)().list {
            let door = guard::Door { app: app.clone(), access: route.access, opens: route.opens };
            let guarded = route.handler.layer(from_fn_with_state(door, guard::guard));
            router = router.route(route.path, guarded);
        }
    }
    crate::api::assemble(app, router)
}
