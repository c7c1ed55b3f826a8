//! One operation of the interface: method, path, access, words, and the schemas of what goes in and out, from its Rust types.

use super::answer::Output;
use super::input::{Input, Shape};
use crate::error::Result;
use crate::http::{Access, Ctx, Method};
use axum::response::Response;
use futures::future::BoxFuture;
use schemars::{Schema, SchemaGenerator};
use serde_json::Value as Json;
use std::future::Future;
use std::sync::Arc;

/// What is said of an operation beside its types.
#[derive(Debug, Clone, Copy)]
pub struct Op {
    /// Path below the interface's prefix (`/api/v1`), in axum's form: "/dossiers/{id}".
    pub path: &'static str,
    /// Name in the description, in camel case: "getDossier".
    pub id: &'static str,
    /// Who may call it.
    pub access: Access,
    /// One line of what it does, in English.
    pub summary: &'static str,
}

/// What a call brings, checked against the operation's schemas.
pub(super) struct Given {
    pub path: Json,
    /// The query of a reading, the body of a change.
    pub input: Json,
}

type Run = Arc<dyn Fn(Ctx, Given) -> BoxFuture<'static, Result<Response>> + Send + Sync>;

/// An operation, as the router, the description and the tests read it.
#[derive(Clone)]
pub struct Operation {
    /// Method.
    pub method: Method,
    /// What is said of it.
    pub op: Op,
    /// Parameters in the path.
    pub path: Arc<Shape>,
    /// Parameters in the query (reading) or the body (change).
    pub input: Arc<Shape>,
    /// Status of success.
    pub status: u16,
    /// Media type of success.
    pub media: &'static str,
    /// Schema of what success answers with; none for bytes of a file.
    pub answer: fn(&mut SchemaGenerator) -> Option<Schema>,
    pub(super) run: Run,
}

/// The operations of a slice; none can be added without access and schemas, which are the handler's own types.
#[derive(Default)]
pub struct Operations {
    list: Vec<Operation>,
}

impl Operations {
    /// None yet.
    pub fn new() -> Operations {
        Operations::default()
    }

    /// Reads: the handler takes the context, the path's parameters and the query's.
    pub fn get<P, Q, T, F, W>(self, op: Op, handler: F) -> Operations
    where
        P: Input,
        Q: Input,
        T: Output,
        F: Fn(Ctx, P, Q) -> W + Send + Sync + 'static,
        W: Future<Output = Result<T>> + Send + 'static,
    {
        self.add(Method::Get, op, handler)
    }

    /// Changes: the handler takes the context, the path's parameters and the body.
    pub fn post<P, B, T, F, W>(self, op: Op, handler: F) -> Operations
    where
        P: Input,
        B: Input,
        T: Output,
        F: Fn(Ctx, P, B) -> W + Send + Sync + 'static,
        W: Future<Output = Result<T>> + Send + 'static,
    {
        self.add(Method::Post, op, handler)
    }

    /// Changes a record to what the body says of it: as [`Operations::post`], for interfaces that others have drawn.
    pub fn put<P, B, T, F, W>(self, op: Op, handler: F) -> Operations
    where
        P: Input,
        B: Input,
        T: Output,
        F: Fn(Ctx, P, B) -> W + Send + Sync + 'static,
        W: Future<Output = Result<T>> + Send + 'static,
    {
        self.add(Method::Put, op, handler)
    }

    fn add<P, I, T, F, W>(mut self, method: Method, op: Op, handler: F) -> Operations
    where
        P: Input,
        I: Input,
        T: Output,
        F: Fn(Ctx, P, I) -> W + Send + Sync + 'static,
        W: Future<Output = Result<T>> + Send + 'static,
    {
        let handler = Arc::new(handler);
        let run: Run = Arc::new(move |ctx: Ctx, given: Given| {
            let handler = handler.clone();
            Box::pin(async move {
                let path = P::read(given.path)?;
                let input = I::read(given.input)?;
                handler(ctx.clone(), path, input).await?.respond(&ctx)
            })
        });
        self.list.push(Operation {
            method,
            op,
            path: Arc::new(Shape::of::<P>()),
            input: Arc::new(Shape::of::<I>()),
            status: T::STATUS,
            media: T::MEDIA,
            answer: T::schema,
            run,
        });
        self
    }

    /// The list, for the router, the description and the tests.
    pub fn list(&self) -> &[Operation] {
        &self.list
    }
}
