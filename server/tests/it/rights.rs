//! Every route as a stranger: nothing that is not public answers, and no route escapes the list.

use crate::city::City;
use axum::http::StatusCode;
use platform::http::{Access, Method};

/// A path with its parameters filled by something that exists nowhere.
fn filled(path: &str) -> String {
    path.split('/').map(|part| if part.starts_with('{') { "1" } else { part }).collect::<Vec<_>>().join("/")
}

#[tokio::test]
async fn a_stranger_gets_no_route_that_is_not_public() {
    let city = City::new().await;
    let mut seen = 0;
    for slice in motcua::slices() {
        for route in (slice.routes)().list() {
            if route.access == Access::Public {
                continue;
            }
            let path = filled(route.path);
            let answer = match route.method {
                Method::Get => city.stranger().get(&path).await,
                Method::Post | Method::Put => city.stranger().post(&path, &[]).await,
            };
            assert!(
                matches!(
                    answer.status,
                    StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN | StatusCode::NOT_FOUND
                ),
                "{:?} {} answered a stranger with {}",
                route.method,
                route.path,
                answer.status
            );
            seen += 1;
        }
    }
    assert!(seen > 40, "only {seen} guarded routes were walked");
}

#[tokio::test]
async fn a_citizen_gets_no_staff_route() {
    let city = City::new().await;
    let citizen = city.citizen("lan").await;
    for slice in motcua::slices() {
        for route in (slice.routes)().list() {
            if !matches!(route.access, Access::Staff | Access::Permission(_)) {
                continue;
            }
            let path = filled(route.path);
            let answer = match route.method {
                Method::Get => citizen.get(&path).await,
                Method::Post | Method::Put => citizen.post(&path, &[]).await,
            };
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{:?} {}", route.method, route.path);
        }
    }
}

#[tokio::test]
async fn a_clerk_sees_no_dossier_of_another_agency() {
    let city = City::new().await;
    let code = crate::journeys::counter_dossier(&city, "phuong-cai-khe", "HT-01").await;
    let outsider = city.staff("clerk", "phuong-an-hoa").await;
    assert_eq!(outsider.get(&format!("/ho-so/{}", code.id)).await.status, StatusCode::NOT_FOUND);
    let list = outsider.get("/ho-so").await.expect(200);
    assert!(!list.body.contains(&code.code));
}
