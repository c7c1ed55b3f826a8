//! Style sheet, script, fonts, mark; and what robots may read.

use axum::extract::Path;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};

/// `GET /tai-san/{hash}/{name}`.
pub async fn asset(Path((hash, name)): Path<(String, String)>, headers: HeaderMap) -> Response {
    ui::serve_asset(&hash, &name, &headers)
}

/// `GET /favicon.ico`: the mark, for browsers that ask without looking at the page.
pub async fn icon(headers: HeaderMap) -> Response {
    ui::serve_asset("0", "mark.svg", &headers)
}

/// `GET /robots.txt`: procedures and figures may be found; people's dossiers and the desk may not.
pub async fn robots() -> Response {
    let text = "User-agent: *\nDisallow: /tra-cuu\nDisallow: /tim\nDisallow: /tai-khoan\nDisallow: /thong-bao\nDisallow: /quan-tri\nDisallow: /ho-so\nDisallow: /dang-nhap\nDisallow: /ngon-ngu\nDisallow: /giao-dien\n";
    ([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], text).into_response()
}
