//! The programming interface as other programs meet it: over HTTP, with tokens made on the page.

mod acts;
mod acts_of_rooms;
mod acts_of_steering;
mod counter;
mod describe;
mod figures;
mod hooks;
mod joint;
mod line;
mod messages;
mod money;
mod petitions;
mod replay;
mod results;
mod rights;
mod steps;
mod tokens;

use crate::city::{City, Client};
use axum::body::Body;
use axum::http::{HeaderMap, Request};
use serde_json::Value as Json;

/// A program with (or without) a token.
pub struct Program<'a> {
    pub city: &'a City,
    pub token: Option<String>,
}

/// What it was answered.
#[derive(Debug)]
pub struct Reply {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Json,
    pub bytes: Vec<u8>,
}

impl Reply {
    #[track_caller]
    pub fn expect(self, status: u16) -> Reply {
        assert_eq!(self.status, status, "{:#}", self.body);
        self
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |v| v.to_str().unwrap())
    }

    pub fn id(&self) -> i64 {
        self.body["id"].as_i64().unwrap()
    }
}

impl<'a> Program<'a> {
    pub fn stranger(city: &'a City) -> Program<'a> {
        Program { city, token: None }
    }

    /// With a token that the signed-in person makes for these permissions.
    pub async fn of(city: &'a City, owner: &Client<'_>, scopes: &[&str]) -> Program<'a> {
        Program { city, token: Some(token(owner, scopes, "").await) }
    }

    pub async fn get(&self, path: &str) -> Reply {
        self.send(Request::get(format!("/api/v1{path}")).body(Body::empty()).unwrap()).await
    }

    pub async fn post(&self, path: &str, body: &Json) -> Reply {
        self.post_with(path, body, &[]).await
    }

    pub async fn post_with(&self, path: &str, body: &Json, headers: &[(&str, &str)]) -> Reply {
        let mut request = Request::post(format!("/api/v1{path}")).header("content-type", "application/json");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.send(request.body(Body::from(body.to_string())).unwrap()).await
    }

    pub async fn send(&self, mut request: Request<Body>) -> Reply {
        if let Some(token) = &self.token {
            let value = format!("Bearer {token}").parse().unwrap();
            request.headers_mut().insert("authorization", value);
        }
        let response = self.city.call(request).await;
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let bytes = axum::body::to_bytes(response.into_body(), 64 << 20).await.unwrap().to_vec();
        let body = serde_json::from_slice(&bytes).unwrap_or(Json::Null);
        Reply { status, headers, body, bytes }
    }
}

/// Makes a token on the page; the text is there once.
pub async fn token(owner: &Client<'_>, scopes: &[&str], ranges: &str) -> String {
    let mut fields = vec![("ten", "Cổng dịch vụ công"), ("den", "2013-12-31"), ("dia_chi", ranges)];
    fields.extend(scopes.iter().map(|scope| ("quyen", *scope)));
    let page = owner.post("/ma-truy-cap/moi", &fields).await.expect(200);
    let from = page.body.find("motcua_").expect("the token is shown");
    page.body[from..].chars().take_while(|c| c.is_ascii_alphanumeric() || "_-".contains(*c)).collect()
}

/// A birth to be registered, every paper in original.
pub fn birth(agency: &str) -> Json {
    serde_json::json!({
        "procedure": "HT-01",
        "agency": agency,
        "channel": "online",
        "applicant": "citizen",
        "owner": {"name": "Lê Văn Tám", "identity_number": "361234567", "address": "Ấp Thới Bình", "phone": "0909123456"},
        "papers": [],
        "delivery": "counter",
    })
}

/// The same with what the procedure itself says of its papers.
pub async fn complete(city: &City, agency: &str) -> Json {
    let procedure = Program::stranger(city).get("/procedures/HT-01").await.expect(200).body;
    let components = procedure["parts"]["components"].as_array().unwrap();
    let papers: Vec<Json> = components
        .iter()
        .map(|c| serde_json::json!({"component": c["key"], "given": "original", "copies": 1}))
        .collect();
    let mut filing = birth(agency);
    filing["papers"] = papers.into();
    filing
}
