//! The queue at the one-stop: a ticket and the dossier received for it, as the two slices tell each other.

use async_trait::async_trait;
use kernel::Moment;
use platform::error::Result;
use platform::{Ctx, Tx};

/// What a ticket was taken for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TicketService {
    /// The number that is called.
    pub ticket: String,
    /// Name of the service.
    pub name: String,
    /// Codes of the fields of procedures; none: all of them.
    pub fields: Vec<String>,
}

/// Port of the slice `counter`: tickets of the queue.
#[async_trait]
pub trait QueueTickets: Send + Sync {
    /// Joins a dossier (id, code) to the ticket it was received for, in the caller's transaction; whether it was joined.
    /// A ticket of an office at which the viewer does not serve, or one that has a dossier, is left as it is.
    async fn join(&self, ctx: &Ctx, tx: &Tx, ticket: i64, dossier: (i64, &str)) -> Result<bool>;
    /// The service that a ticket was taken for, with the fields of procedures it is about, for who may serve there.
    async fn service_of(&self, ctx: &Ctx, ticket: i64) -> Result<Option<TicketService>>;
    /// The call desk that serves the ticket of a dossier now, for who may serve there; its address.
    async fn desk_of(&self, ctx: &Ctx, dossier: i64) -> Result<Option<String>>;
}

/// How far a dossier is: the moments of its course.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DossierCourse {
    /// Id.
    pub id: i64,
    /// Mã hồ sơ.
    pub code: String,
    /// Its page for the staff.
    pub href: String,
    /// Filed.
    pub filed_at: Option<Moment>,
    /// Received.
    pub received_at: Option<Moment>,
    /// Promised.
    pub due_at: Option<Moment>,
    /// Settled.
    pub settled_at: Option<Moment>,
    /// Handed over.
    pub returned_at: Option<Moment>,
}

/// Port of the slice `one_stop`: the course of dossiers that the viewer may see.
#[async_trait]
pub trait DossierCourses: Send + Sync {
    /// By id; none that this viewer may not see.
    async fn course(&self, ctx: &Ctx, id: i64) -> Result<Option<DossierCourse>>;
    /// By its code, typed in any case.
    async fn by_code(&self, ctx: &Ctx, code: &str) -> Result<Option<DossierCourse>>;
}
