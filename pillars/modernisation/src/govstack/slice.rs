//! What the slice `govstack` declares.

use super::{applications, documents, jobs, manners, services, statistics, tasks};
use contracts::desk::{RECEIVE, VIEW};
use platform::api::{Interface, Op, Operations};
use platform::store::Migration;
use platform::{Access, Slice};

/// What every address begins with.
pub const PREFIX: &str = "/govstack";

/// The declaration.
pub static SLICE: Slice = Slice {
    name: "govstack",
    pillar: "modernisation",
    tables: &["govstack_document"],
    migrations: &[Migration {
        version: "2026_11_28_01_govstack_document",
        sql: include_str!("migrations/2026_11_28_01_govstack_document.sql"),
        postgres: None,
    }],
    api: operations,
    interface: &Interface { prefix: PREFIX, forms: true, admits: manners::admits, told: Some(manners::told) },
    jobs: &[jobs::TIDY],
    rules: &["privacy.keep_drafts_days"],
    messages: (include_str!("messages/vi.ftl"), include_str!("messages/en.ftl")),
    ..Slice::EMPTY
};

const fn op(path: &'static str, id: &'static str, access: Access, summary: &'static str) -> Op {
    Op { path, id, access, summary }
}

/// The operations, named as the building block's description names them where it does.
fn operations() -> Operations {
    let (view, receive) = (Access::Permission(VIEW), Access::Permission(RECEIVE));
    let open = Access::Public;
    let services = Operations::new()
        .get(op("/services", "getServiceList", open, "Procedures in force today"), services::list)
        .get(
            op("/services/{serviceId}", "getService", open, "One procedure, in a list of one"),
            services::one,
        )
        .get(
            op(
                "/services/{serviceId}/eForms",
                "getServiceSchemaByServiceKey",
                open,
                "The form of a procedure",
            ),
            services::forms,
        )
        .get(op("/eForms/{eFormId}", "getEForm", open, "What an application has to say"), services::form);
    let applications = services
        .post(
            op("/services/{serviceId}/applications", "submitApplication", receive, "File a dossier"),
            applications::submit,
        )
        .get(
            op("/applications", "getApplicantFileList", view, "Dossiers of the caller's scope"),
            applications::list,
        )
        .get(op("/applications/{fileId}", "getApplicationFileById", view, "One dossier"), applications::one)
        .put(
            op(
                "/applications/{fileId}",
                "updateApplicationFileForm",
                receive,
                "Put owner and delivery right",
            ),
            applications::update,
        );
    applications
        .post(
            op("/documents", "uploadFile", receive, "Hand a file in, to be named by an application"),
            documents::take,
        )
        .get(op("/documents/{key}", "getDocument", receive, "A file the caller handed in"), documents::show)
        .get(op("/tasks", "getTasks", view, "Steps that wait for one of the caller's roles"), tasks::list)
        .get(op("/tasks/{taskId}", "getTaskById", view, "One step with its dossier"), tasks::one)
        .post(op("/tasks/{taskId}/complete", "completeTaskById", view, "End a step"), tasks::complete)
        .get(
            op(
                "/data/statistics/1.0",
                "Statistics",
                view,
                "What left the desk in a time, in the caller's scope",
            ),
            statistics::counts,
        )
}
