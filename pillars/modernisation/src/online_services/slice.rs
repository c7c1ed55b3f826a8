//! What the slice `online_services` declares.

use super::{erasure, jobs, pages, personal};
use platform::Slice;
use platform::http::{Access, Routes};
use platform::slice::MenuEntry;
use platform::store::Migration;

/// The declaration.
pub static SLICE: Slice = Slice {
    name: "online_services",
    pillar: "modernisation",
    tables: &["draft"],
    migrations: &[
        Migration {
            version: "2012_10_12_00_draft",
            sql: include_str!("migrations/2012_10_12_00_draft.sql"),
            postgres: None,
        },
        Migration {
            version: "2012_10_27_20_draft_words",
            sql: include_str!("migrations/2012_10_27_20_draft_words.sql"),
            postgres: None,
        },
    ],
    routes: || {
        use Access::{Citizen, Public};
        Routes::new()
            .get("/nop-ho-so/{code}", Public, pages::start::show)
            .post("/nop-ho-so/{code}", Citizen, pages::start::submit)
            .get("/cua-toi", Citizen, pages::mine::show)
            .get("/cua-toi/bien-nhan/{id}", Citizen, pages::mine::receipt)
            .get("/cua-toi/ban-nhap", Citizen, pages::drafts::show)
            .get("/cua-toi/ban-nhap/{id}", Citizen, pages::tasks::show)
            .get("/cua-toi/ban-nhap/{id}/xoa", Citizen, pages::drafts::ask)
            .post("/cua-toi/ban-nhap/{id}/xoa", Citizen, pages::drafts::delete)
            .get("/cua-toi/ban-nhap/{id}/nguoi-nop", Citizen, pages::people::show)
            .post("/cua-toi/ban-nhap/{id}/nguoi-nop", Citizen, pages::people::submit)
            .get("/cua-toi/ban-nhap/{id}/to-khai", Citizen, pages::form::show)
            .post("/cua-toi/ban-nhap/{id}/to-khai", Citizen, pages::form::submit)
            .with_files()
            .post("/cua-toi/ban-nhap/{id}/dien-lai", Citizen, pages::form::refill)
            .post("/cua-toi/ban-nhap/{id}/luu-to-khai", Citizen, pages::form::keep)
            .get("/cua-toi/ban-nhap/{id}/giay-to", Citizen, pages::papers::show)
            .post("/cua-toi/ban-nhap/{id}/giay-to", Citizen, pages::papers::submit)
            .with_files()
            .get("/cua-toi/ban-nhap/{id}/tep/{component}", Citizen, pages::papers::file)
            .get("/cua-toi/ban-nhap/{id}/kiem-tra", Citizen, pages::check::show)
            .get("/cua-toi/ban-nhap/{id}/to-khai-in", Citizen, pages::check::declaration)
            .post("/cua-toi/ban-nhap/{id}/nop", Citizen, pages::check::submit)
            .get("/cua-toi/ban-nhap/{id}/da-nop", Citizen, pages::done::show)
    },
    menu: &[
        MenuEntry {
            label: "online-services-menu-mine",
            href: "/cua-toi",
            group: "mine",
            access: Access::Citizen,
            order: 10,
        },
        MenuEntry {
            label: "online-services-menu-drafts",
            href: "/cua-toi/ban-nhap",
            group: "mine",
            access: Access::Citizen,
            order: 20,
        },
    ],
    jobs: &[jobs::TIDY],
    personal: Some(|app, account| Box::pin(async move { personal::of(&app, account).await })),
    erasure: Some(erasure::ERASURE),
    rules: &["privacy.keep_drafts_days"],
    messages: (include_str!("messages/vi.ftl"), include_str!("messages/en.ftl")),
    ..Slice::EMPTY
};
