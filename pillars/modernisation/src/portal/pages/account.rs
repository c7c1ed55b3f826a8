//! One's own account: details, devices, and who changed what of it.

use super::account_password::password_field;
use super::proof;
use crate::portal::{frame, rules};
use askama::Template;
use askama::filters::HtmlSafe;
use axum::http::StatusCode;
use axum::response::Response;
use kernel::Moment;
use platform::error::{FieldErrors, Result};
use platform::http::limits::Limited;
use platform::http::{ENROL, Submitted, redirect};
use platform::identity::{self, Account};
use platform::own_account::{self, Details, Device};
use platform::settings::{Audience, IdentityProvider};
use platform::{Ctx, agent, journal, oidc, reads};
use ui::{
    Action, ActionKind, Cell, Column, Empty, Field, Form, Head, History, Markup, Row, SummaryList, Table,
    Width,
};

#[derive(Template)]
#[template(path = "portal/pages/account.html")]
struct View {
    head: Head,
    summary: SummaryList,
    form_title: String,
    form: Form,
    links: Option<Links>,
    devices_title: String,
    devices_lead: String,
    devices: Table,
    others: Option<Action>,
    looks_title: String,
    looks_lead: String,
    looks: Vec<Markup>,
    history_title: String,
    history_lead: String,
    history: History,
}

impl HtmlSafe for View {}

/// The providers of identities that open the account, and those that could.
struct Links {
    title: String,
    lead: String,
    table: Table,
    offers: Vec<Action>,
}

/// `GET /tai-khoan`.
pub async fn show(ctx: Ctx) -> Result<Response> {
    let account = identity::account(&ctx.app.store, ctx.viewer()?.account_id).await?;
    let typed = Details {
        name: account.name.clone(),
        phone: account.phone.clone(),
        email: account.email.clone(),
        address: account.address.clone(),
    };
    page(&ctx, StatusCode::OK, &account, &typed, &FieldErrors::new()).await
}

/// `POST /tai-khoan`.
pub async fn submit(ctx: Ctx, form: Submitted) -> Result<Response> {
    let id = ctx.viewer()?.account_id;
    let account = identity::account(&ctx.app.store, id).await?;
    let mut errors = FieldErrors::new();
    let new = Details {
        // Staff are named by the administrator, as in their appointment.
        name: if account.kind == "staff" {
            account.name.clone()
        } else {
            form.required(&mut errors, "ho_ten", 120)
        },
        phone: form.optional("dien_thoai"),
        email: form.optional("thu_dien_tu"),
        address: form.optional("dia_chi"),
    };
    rules::check_reach(&mut errors, form.text("dien_thoai"), form.text("thu_dien_tu"));
    if form.text("dia_chi").chars().count() > 300 {
        errors.add_with("dia_chi", "form-too-long", vec![("maximum", "300".to_owned())]);
    }
    // Whoever has the mailbox gets a new password: a session left open must not be enough to name another.
    if new.email != account.email {
        ctx.app.limits.check(Limited::SignIn, &ctx.address).await?;
        if !proof::given(&ctx, form.text("mat_khau_cu")).await? {
            let (field, told) = match account.password_unset {
                true => ("thu_dien_tu", "portal-error-password-unset"),
                false => ("mat_khau_cu", "portal-error-password-old"),
            };
            errors.add(field, told);
        }
    }
    if !errors.is_empty() {
        return page(&ctx, StatusCode::UNPROCESSABLE_ENTITY, &account, &new, &errors).await;
    }
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    own_account::change_details(&tx, id, &new).await?;
    tx.commit().await?;
    Ok(redirect("/tai-khoan", Some("portal-flash-details")))
}

async fn page(
    ctx: &Ctx,
    status: StatusCode,
    account: &Account,
    typed: &Details,
    errors: &FieldErrors,
) -> Result<Response> {
    let mut page = frame::page(ctx, "portal-account-title");
    let devices = own_account::devices(&ctx.app, account.id, ctx.now).await?;
    let entries = journal::history(&ctx.app.store, "account", account.id).await?;
    let form = details_form(ctx, &page, account, typed, errors);
    if form.has_errors() {
        page.title = format!("{} {}", page.words.error_prefix, page.title);
    }
    let mut head = Head::new(ctx.t("portal-account-title"));
    head.actions = actions(ctx, account);
    let looks = reads::of(&ctx.app.store, reads::ACCOUNT, account.id).await?;
    let view = View {
        head,
        summary: summary(ctx, &page, account)?,
        form_title: ctx.t("portal-details-title"),
        form,
        links: links(ctx, &page, account).await?,
        devices_title: ctx.t("portal-devices-title"),
        devices_lead: devices_lead(ctx),
        others: (devices.len() > 1).then(|| {
            Action::post(
                "/tai-khoan/thiet-bi/dang-xuat-het",
                ctx.t("portal-devices-others"),
                ActionKind::Quiet,
            )
        }),
        devices: device_table(ctx, &page, &devices)?,
        looks_title: ctx.t("portal-looks-title"),
        looks_lead: ctx.t(if looks.is_empty() { "portal-looks-none" } else { "portal-looks-lead" }),
        looks: ui::looks(ctx, &looks),
        history_title: ctx.t("portal-history-title"),
        history_lead: ctx.t("portal-history-lead"),
        history: ui::history(ctx, &entries),
    };
    frame::answer_with(status, page, &view)
}

fn actions(ctx: &Ctx, account: &Account) -> Vec<Action> {
    let link = |href: &str, key: &str| Action::link(href, ctx.t(key), ActionKind::Quiet);
    let password = if account.password_unset { "portal-password-set-title" } else { "portal-password-title" };
    let mut actions = vec![link("/tai-khoan/mat-khau", password), link(ENROL, "portal-factor-title")];
    if account.kind == "citizen" {
        actions.push(link("/tai-khoan/thong-bao", "portal-choice-ways-title"));
        actions.push(link("/tai-khoan/du-lieu", "portal-data-title"));
        actions.push(link("/tai-khoan/xoa", "portal-erasure-title"));
    }
    actions
}

fn summary(ctx: &Ctx, page: &ui::Page, account: &Account) -> Result<SummaryList> {
    let directory = ctx.app.directory();
    let mut list = SummaryList::new(&page.words)
        .row(ctx.t("portal-field-name"), account.name.clone())
        .row(ctx.t("portal-sign-in-login"), account.login.clone());
    if account.kind != "staff" {
        let verified = super::people::verified(ctx, account);
        let how = ctx.t("portal-unverified-how");
        let verified = if account.verified_at.is_some() {
            verified
        } else {
            Cell::Stack(vec![verified, Cell::muted(how)])
        };
        if account.password_unset {
            list = list.row(ctx.t("portal-field-password"), Cell::muted(ctx.t("portal-password-unset")));
        }
        return Ok(list
            .row(ctx.t("portal-field-identity"), account.identity_number.clone().unwrap_or_default())
            .row(ctx.t("portal-field-verified"), verified));
    }
    list = list.row(
        ctx.t("portal-field-agency"),
        account.agency_id.map(|id| directory.name(id).to_owned()).unwrap_or_default(),
    );
    let grants = ctx.viewer()?.grants.iter();
    let roles =
        grants.map(|(g, _)| Cell::text(format!("{}: {}", g.role, directory.name(g.agency_id)))).collect();
    Ok(list.row(ctx.t("portal-field-roles"), Cell::Stack(roles)))
}

/// None where the settings name no provider for such an account.
async fn links(ctx: &Ctx, page: &ui::Page, account: &Account) -> Result<Option<Links>> {
    let audience = if account.kind == "staff" { Audience::Staff } else { Audience::Citizens };
    let providers: Vec<_> = ctx.app.settings.oidc.iter().filter(|p| p.audience == audience).collect();
    let held = oidc::of_account(&ctx.app.store, account.id).await?;
    if providers.is_empty() && held.is_empty() {
        return Ok(None);
    }
    let name = |realm: &str| {
        providers.iter().find(|p| p.realm() == realm).map_or(realm, |p| p.name.as_str()).to_owned()
    };
    let at = |micros: i64| {
        let moment = Moment::from_micros(micros);
        Cell::moment(moment.iso(), moment.vn())
    };
    let mut table = Table::new(&page.words, "lien-ket", ctx.t("portal-links-title"));
    table.caption_hidden = true;
    table.columns = vec![
        Column::new("noi", ctx.t("portal-link-provider")),
        Column::new("tu", ctx.t("portal-passkey-since")),
        Column::new("lan-cuoi", ctx.t("portal-passkey-used")),
        Column::new("", ctx.t("portal-device-act")),
    ];
    table.empty = Empty::new(ctx.t("portal-links-none"), "");
    let row = |link: &oidc::Link| {
        let name = name(&link.realm);
        let end = format!("/tai-khoan/lien-ket/{}/bo", link.id);
        Row::new(vec![
            Cell::text(&name),
            at(link.made_at),
            link.used_at.map_or_else(|| Cell::muted(ctx.t("portal-passkey-unused")), at),
            Cell::post(end, ctx.t("portal-link-end"), name),
        ])
    };
    table.rows = held.iter().map(row).collect();
    let offer = |p: &&IdentityProvider| {
        let text = ctx.tn("portal-link-make", &[("provider", p.name.clone())]);
        Action::link(format!("/tai-khoan/lien-ket/{}", p.code), text, ActionKind::Quiet)
    };
    // Staff are linked by two administrators; a citizen links by themselves.
    let free = providers
        .iter()
        .filter(|p| audience == Audience::Citizens && held.iter().all(|l| l.realm != p.realm()));
    let offers = free.map(offer).collect();
    let lead = ctx.t(if audience == Audience::Staff { "portal-links-staff" } else { "portal-links-lead" });
    Ok(Some(Links { title: ctx.t("portal-links-title"), lead, table, offers }))
}

fn details_form(
    ctx: &Ctx,
    page: &ui::Page,
    account: &Account,
    typed: &Details,
    errors: &FieldErrors,
) -> Form {
    let error = |field: &str| ui::field_error(ctx, errors, field);
    let mut fields = Vec::new();
    if account.kind != "staff" {
        fields.push(
            Field::text("ho_ten", ctx.t("portal-field-name"))
                .value(&typed.name)
                .error(error("ho_ten"))
                .autocomplete("name"),
        );
    }
    fields.extend([
        Field::tel("dien_thoai", ctx.t("portal-field-phone"))
            .value(typed.phone.clone().unwrap_or_default())
            .error(error("dien_thoai"))
            .autocomplete("tel")
            .width(Width::Medium)
            .optional(),
        Field::email("thu_dien_tu", ctx.t("portal-field-email"))
            .value(typed.email.clone().unwrap_or_default())
            .error(error("thu_dien_tu"))
            .autocomplete("email")
            .optional(),
        Field::text("dia_chi", ctx.t("portal-field-address"))
            .value(typed.address.clone().unwrap_or_default())
            .error(error("dia_chi"))
            .autocomplete("street-address")
            .optional(),
    ]);
    if !account.password_unset {
        fields.push(password_field(ctx, errors).hint(ctx.t("portal-field-password-for-email")).optional());
    }
    Form::new(&page.words, "/tai-khoan", ctx.t("portal-details-submit"), fields)
}

/// How long a session lasts, by the rules in force.
fn devices_lead(ctx: &Ctx) -> String {
    let idle = own_account::idle_minutes(&ctx.app, ctx.now);
    let whole = own_account::absolute_minutes(&ctx.app, ctx.now);
    ctx.tn("portal-devices-lead", &[("idle", idle.to_string()), ("whole", whole.to_string())])
}

fn device_table(ctx: &Ctx, page: &ui::Page, devices: &[Device]) -> Result<Table> {
    let here = ctx.viewer()?.session_id;
    let idle = own_account::idle_minutes(&ctx.app, ctx.now);
    let mut table = Table::new(&page.words, "thiet-bi", ctx.t("portal-devices-title"));
    table.caption_hidden = true;
    table.columns = vec![
        Column::new("may", ctx.t("portal-device-agent")),
        Column::new("dia-chi", ctx.t("portal-device-address")),
        Column::new("tu", ctx.t("portal-device-since")),
        Column::new("lan-cuoi", ctx.t("portal-device-seen")),
        Column::new("het-han", ctx.t("portal-device-ends")),
        Column::new("", ctx.t("portal-device-act")),
    ];
    let at = |micros: i64| {
        let moment = Moment::from_micros(micros);
        Cell::moment(moment.iso(), moment.vn())
    };
    let row = |device: &Device| {
        let name = agent::name(&device.agent);
        let act = if device.id == here {
            Cell::muted(ctx.t("portal-device-here"))
        } else {
            Cell::post(
                format!("/tai-khoan/thiet-bi/{}/dang-xuat", device.id),
                ctx.t("ui-sign-out"),
                name.clone(),
            )
        };
        Row::new(vec![
            Cell::text(name),
            Cell::text(&device.address),
            at(device.created_at),
            at(device.seen_at),
            at(device.ends_at(idle)),
            act,
        ])
    };
    table.rows = devices.iter().map(row).collect();
    Ok(table)
}
