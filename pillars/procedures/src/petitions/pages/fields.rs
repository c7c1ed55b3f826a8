//! The questions of a petition, alike for who gives one here and for the officer who writes down what was said or sent.

use super::super::rules::given::CONTENT_MAX;
use super::super::rules::words::{Part, PersonKind, Topic};
use super::{choices, with_first};
use contracts::procedures::Catalogue;
use platform::error::{FieldErrors, Result};
use platform::http::Submitted;
use platform::{Ctx, uploads};
use std::sync::Arc;
use ui::{Choice, Field};

/// Most procedures that a search offers.
const OFFERED: usize = 12;

/// The questions, with what was typed and what is wrong with it.
pub(super) async fn all(ctx: &Ctx, typed: &Submitted, errors: &FieldErrors) -> Result<Vec<Field>> {
    let error = |name: &str| ui::field_error(ctx, errors, name);
    let text = |name: &'static str, label: &str| {
        Field::text(name, ctx.t(label)).value(typed.text(name)).error(error(name))
    };
    let kinds = PersonKind::ALL.iter().map(|k| k.code());
    let topics = Topic::ALL.iter().map(|t| t.code());
    let rules = uploads::Rules::on(&ctx.app, ctx.today())?;
    let mut picker = Field::file("tep", ctx.t("petitions-field-file"), rules.accept(), rules.words(ctx))
        .optional()
        .error(error("tep"));
    if let ui::FieldKind::File { multiple, .. } = &mut picker.kind {
        *multiple = true;
    }
    let mut fields = vec![
        Field::radios(
            "doi_tuong",
            ctx.t("petitions-field-person"),
            choices(ctx, "person", kinds, typed.text("doi_tuong")),
        )
        .error(error("doi_tuong")),
        text("ho_ten", "petitions-field-name").autocomplete("name"),
        text("dia_chi", "petitions-field-address").autocomplete("street-address"),
        Field::tel("dien_thoai", ctx.t("petitions-field-phone"))
            .hint(ctx.t("petitions-field-contact-hint"))
            .value(typed.text("dien_thoai"))
            .error(error("dien_thoai"))
            .autocomplete("tel")
            .optional(),
        Field::email("thu", ctx.t("petitions-field-mail"))
            .value(typed.text("thu"))
            .error(error("thu"))
            .autocomplete("email")
            .optional(),
        Field::radios(
            "noi_dung_ve",
            ctx.t("petitions-field-topic"),
            choices(ctx, "topic", topics, typed.text("noi_dung_ve")),
        )
        .error(error("noi_dung_ve")),
    ];
    fields.extend(procedure(ctx, typed).await?);
    fields.push(
        Field::textarea("noi_dung", ctx.t("petitions-field-content"), 8)
            .hint(ctx.t("petitions-field-content-hint"))
            .value(typed.text("noi_dung"))
            .error(error("noi_dung"))
            .max_length(u32::try_from(CONTENT_MAX).unwrap_or(u32::MAX)),
    );
    fields.push(picker);
    Ok(fields)
}

/// The words searched for, the procedures found, and the part.
async fn procedure(ctx: &Ctx, typed: &Submitted) -> Result<Vec<Field>> {
    let (sought, chosen) = (typed.text("tim_thu_tuc"), typed.text("thu_tuc"));
    let found = found(ctx, sought, chosen).await?;
    let nothing = !sought.is_empty() && found.is_empty();
    let hint = if nothing { "petitions-field-search-none" } else { "petitions-field-search-hint" };
    let search = Field::text("tim_thu_tuc", ctx.t("petitions-field-search"));
    let mut fields = vec![search.hint(ctx.t(hint)).value(sought).optional()];
    if !found.is_empty() {
        let none = Choice::new("", ctx.t("petitions-field-procedure-none"), chosen.is_empty());
        let offered = found.into_iter().map(|(code, name)| {
            let selected = code == chosen;
            Choice::new(code.clone(), format!("{code} – {name}"), selected)
        });
        let all = offered.chain(std::iter::once(none)).collect();
        fields.push(Field::radios("thu_tuc", ctx.t("petitions-field-procedure"), all).optional());
        let parts = choices(ctx, "part", Part::ALL.iter().map(|p| p.code()), typed.text("phan"));
        let parts = with_first(ctx.t("petitions-choose"), typed.text("phan").is_empty(), parts);
        fields.push(Field::select("phan", ctx.t("petitions-field-part"), parts).optional());
    }
    Ok(fields)
}

/// Procedures whose code or name holds every word typed, and the one chosen already: (code, name).
async fn found(ctx: &Ctx, sought: &str, chosen: &str) -> Result<Vec<(String, String)>> {
    if sought.is_empty() && chosen.is_empty() {
        return Ok(Vec::new());
    }
    let Ok(catalogue) = ctx.app.port::<Arc<dyn Catalogue>>() else { return Ok(Vec::new()) };
    let words = kernel::text::fold(sought);
    let words: Vec<&str> = words.split_whitespace().collect();
    let all = catalogue.all_in_force(&ctx.app, ctx.today()).await?;
    let named = all.iter().filter(|v| {
        let text = kernel::text::fold(&format!("{} {}", v.body.code, v.body.name));
        v.body.code == chosen || (!words.is_empty() && words.iter().all(|w| text.contains(w)))
    });
    Ok(named.take(OFFERED).map(|v| (v.body.code.clone(), v.body.name.clone())).collect())
}
