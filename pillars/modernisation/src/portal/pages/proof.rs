//! That who sits there is the owner: the password again, or, where the account has none, a provider that asks anew.

use super::account_password::password_field;
use askama::Template;
use askama::filters::HtmlSafe;
use platform::error::{FieldErrors, Result};
use platform::identity::Account;
use platform::settings::IdentityProvider;
use platform::{Ctx, identity, oidc, own_account};
use ui::{Action, ActionKind, Field};

/// Whether the owner has shown it: a provider asked just now, or this is the password.
pub(super) async fn given(ctx: &Ctx, password: &str) -> Result<bool> {
    let viewer = ctx.viewer()?;
    if own_account::is_proved(&ctx.app.store, viewer.session_id, ctx.now).await? {
        return Ok(true);
    }
    own_account::password_is(&ctx.app, viewer.account_id, password).await
}

/// What the form asks for: nothing where a provider asked just now, else the password; where there is none, the way to the
/// provider, and back to this page.
pub(super) async fn field(ctx: &Ctx, errors: &FieldErrors, back: &str) -> Result<Option<Field>> {
    let viewer = ctx.viewer()?;
    if own_account::is_proved(&ctx.app.store, viewer.session_id, ctx.now).await? {
        return Ok(None);
    }
    let account = identity::account(&ctx.app.store, viewer.account_id).await?;
    if !account.password_unset {
        return Ok(Some(password_field(ctx, errors)));
    }
    let ways = Ways { lead: ctx.t("portal-proof-lead"), ways: ways(ctx, &account, back).await? };
    Ok(Some(Field::html(ui::markup(&ways))))
}

#[derive(Template)]
#[template(
    source = r#"<p>{{ lead }}</p><p class="actions">{% for way in ways %}{{ way }} {% endfor %}</p>"#,
    ext = "html"
)]
struct Ways {
    lead: String,
    ways: Vec<Action>,
}

impl HtmlSafe for Ways {}

/// The providers that open the account, each with the way to be asked anew.
pub(super) async fn ways(ctx: &Ctx, account: &Account, back: &str) -> Result<Vec<Action>> {
    let held = oidc::of_account(&ctx.app.store, account.id).await?;
    let linked = |p: &&IdentityProvider| held.iter().any(|l| l.realm == p.realm());
    let way = |p: &IdentityProvider| {
        let to = format!("/tai-khoan/xac-nhan/{}?ve={}", p.code, ui::platform_url(back));
        Action::link(to, ctx.tn("portal-proof-by", &[("provider", p.name.clone())]), ActionKind::Primary)
    };
    Ok(ctx.app.settings.oidc.iter().filter(linked).map(way).collect())
}
