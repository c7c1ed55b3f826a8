//! Declaration of the slice `portal`.

use super::pages::{
    about, account, account_password, assets, choices, devices, erasure, factor, factor_acts, factor_setup,
    home, notice_choice, notices, own_data, passkeys, people, provider, recover, search, sign_in,
    sign_in_code, sign_out, sign_up,
};
use super::seed;
use platform::access::{PermissionDecl, Role};
use platform::http::Access::{Citizen, Permission, Public, SignedIn};
use platform::slice::MenuEntry;
use platform::{Routes, Slice};

/// To compare a person at the counter with their account.
pub const VERIFY: platform::Permission = platform::Permission("portal.verify");

/// The slice.
pub static SLICE: Slice = Slice {
    name: "portal",
    pillar: "modernisation",
    permissions: &[PermissionDecl {
        permission: VERIFY,
        label: "portal-permission-verify",
        roles: &[Role::Clerk],
    }],
    routes: || {
        Routes::new()
            .get("/", Public, home::show)
            .get("/dang-nhap", Public, sign_in::show)
            .post("/dang-nhap", Public, sign_in::submit)
            .get("/dang-nhap/ma", Public, sign_in_code::show)
            .post("/dang-nhap/ma", Public, sign_in_code::submit)
            .post("/dang-nhap/khoa-truy-cap", Public, sign_in_code::submit_passkey)
            .get("/dang-nhap/nha-cung-cap/{ma}", Public, provider::start)
            .get("/dang-nhap/nha-cung-cap/{ma}/ve", Public, provider::back)
            .post("/dang-nhap/nha-cung-cap/{ma}/dang-xuat", Public, provider::signed_out_there)
            .get("/dang-nhap/tai-khoan-rieng", Public, provider::choose)
            .post("/dang-nhap/tai-khoan-rieng", Public, provider::open_own)
            .post("/dang-xuat", Public, sign_out::submit)
            .always()
            .get("/dang-ky", Public, sign_up::show)
            .post("/dang-ky", Public, sign_up::submit)
            .get("/quen-mat-khau", Public, recover::show)
            .post("/quen-mat-khau", Public, recover::submit)
            .get("/dat-lai-mat-khau/{token}", Public, recover::show_new)
            .post("/dat-lai-mat-khau/{token}", Public, recover::submit_new)
            .get("/nguoi-dan", Permission(VERIFY), people::show)
            .post("/nguoi-dan/{tk}/xac-minh", Permission(VERIFY), people::verify)
            .post("/nguoi-dan/{tk}/cap-lai", Permission(VERIFY), people::renew)
            .get("/tai-khoan", SignedIn, account::show)
            .post("/tai-khoan", SignedIn, account::submit)
            .get("/tai-khoan/mat-khau", SignedIn, account_password::show)
            .before_change()
            .post("/tai-khoan/mat-khau", SignedIn, account_password::submit)
            .before_change()
            .get("/tai-khoan/du-lieu", Citizen, own_data::show)
            .post("/tai-khoan/du-lieu", Citizen, own_data::submit)
            .get("/tai-khoan/xac-nhan/{ma}", SignedIn, provider::start_proof)
            .get("/tai-khoan/thong-bao", Citizen, notice_choice::show)
            .post("/tai-khoan/thong-bao", Citizen, notice_choice::submit)
            .get("/tai-khoan/xoa", Citizen, erasure::show)
            .post("/tai-khoan/xoa", Citizen, erasure::submit)
            .post("/tai-khoan/xoa/rut", Citizen, erasure::withdraw)
            .get("/tai-khoan/xac-thuc", SignedIn, factor::show)
            .before_enrolment()
            .post("/tai-khoan/xac-thuc", SignedIn, factor::begin)
            .before_enrolment()
            .get("/tai-khoan/xac-thuc/bat", SignedIn, factor_setup::show)
            .before_enrolment()
            .post("/tai-khoan/xac-thuc/bat", SignedIn, factor_setup::submit)
            .before_enrolment()
            .get("/tai-khoan/xac-thuc/tat", SignedIn, factor_acts::show_off)
            .post("/tai-khoan/xac-thuc/tat", SignedIn, factor_acts::switch_off)
            .get("/tai-khoan/xac-thuc/ma-du-phong", SignedIn, factor_acts::show_codes)
            .post("/tai-khoan/xac-thuc/ma-du-phong", SignedIn, factor_acts::renew_codes)
            .get("/tai-khoan/khoa-truy-cap/them", SignedIn, passkeys::show)
            .before_enrolment()
            .post("/tai-khoan/khoa-truy-cap/them", SignedIn, passkeys::begin)
            .before_enrolment()
            .get("/tai-khoan/khoa-truy-cap/tra-loi", SignedIn, passkeys::ask)
            .before_enrolment()
            .post("/tai-khoan/khoa-truy-cap/tra-loi", SignedIn, passkeys::answer)
            .before_enrolment()
            .get("/tai-khoan/khoa-truy-cap/{id}/go", SignedIn, passkeys::show_remove)
            .post("/tai-khoan/khoa-truy-cap/{id}/go", SignedIn, passkeys::remove)
            .get("/tai-khoan/lien-ket/{ma}", SignedIn, provider::start_link)
            .post("/tai-khoan/lien-ket/{id}/bo", SignedIn, provider::unlink)
            .post("/tai-khoan/thiet-bi/{id}/dang-xuat", SignedIn, devices::revoke)
            .post("/tai-khoan/thiet-bi/dang-xuat-het", SignedIn, devices::revoke_others)
            .get("/thong-bao", SignedIn, notices::show)
            .post("/thong-bao/da-doc", SignedIn, notices::mark_read)
            .get("/tim", Public, search::show)
            .get("/ngon-ngu/{ma}", Public, choices::language)
            .always()
            .get("/giao-dien/{ma}", Public, choices::theme)
            .always()
            .get("/gioi-thieu", Public, about::show)
            .get("/tro-nang", Public, about::accessibility)
            .get("/tai-san/{hash}/{name}", Public, assets::asset)
            .always()
            .get("/favicon.ico", Public, assets::icon)
            .always()
            .get("/robots.txt", Public, assets::robots)
            .always()
    },
    menu: &[
        MenuEntry { label: "portal-menu-home", href: "/", group: "public", access: Public, order: 1 },
        MenuEntry {
            label: "portal-menu-about",
            href: "/gioi-thieu",
            group: "about",
            access: Public,
            order: 90,
        },
        MenuEntry {
            label: "portal-menu-people",
            href: "/nguoi-dan",
            group: "books",
            access: Permission(VERIFY),
            order: 80,
        },
    ],
    rules: &["privacy.erasure_ground"],
    messages: (include_str!("messages/vi.ftl"), include_str!("messages/en.ftl")),
    seed: Some(|app| Box::pin(seed::seed(app))),
    ..Slice::EMPTY
};
