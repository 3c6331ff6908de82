use std::{io, net::SocketAddr, sync::Arc, time::Duration};

use axum::{Extension, Router, extract::ConnectInfo};
use hyper_util::{
    rt::{TokioExecutor, TokioIo, TokioTimer},
    server::{
        conn::auto::Builder,
        graceful::{GracefulShutdown, Watcher},
    },
    service::TowerToHyperService,
};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{OwnedSemaphorePermit, Semaphore},
};
use tokio_util::sync::CancellationToken;

/// Connections at once; more wait in the kernel's queue.
const MOST_CONNECTIONS: usize = 10_000;
/// Headers have to arrive within this time, or the connection is closed.
const HEADER_WAIT: Duration = Duration::from_secs(10);
/// What an HTTP/2 connection begins with.
const HTTP2_PREFACE: &[u8; 24] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
/// Running requests have this long to end after a stop was asked for.
const DRAIN: Duration = Duration::from_secs(20);

/// Accepts connections until `stop`, then lets running requests end.
pub(super) async fn serve(listener: TcpListener, router: Router, stop: CancellationToken) {
    let places = Arc::new(Semaphore::new(MOST_CONNECTIONS));
    let graceful = GracefulShutdown::new();
    loop {
        let accepted = tokio::select! { accepted = next(&listener, &places) => accepted, () = stop.cancelled() => break };
        match accepted {
            Ok((stream, peer, place)) => connection(stream, peer, &router, graceful.watcher(), place, stop.clone()),
            // Out of file descriptors or a connection that was gone already: give it a moment, keep serving.
            Err(error) => {
                tracing::warn!(%error, "a connection could not be accepted");
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        }
    }
    drop(listener);
    if tokio::time::timeout(DRAIN, graceful.shutdown()).await.is_err() {
        tracing::warn!("some connections did not end in time and were cut");
    }
}

/// The next connection, once there is a place for it.
async fn next(listener: &TcpListener, places: &Arc<Semaphore>) -> io::Result<(TcpStream, SocketAddr, OwnedSemaphorePermit)> {
    let place = places.clone().acquire_owned().await.map_err(io::Error::other)?;
    let (stream, peer) = listener.accept().await?;
    Ok((stream, peer, place))
}

fn connection(
    stream: TcpStream,
    peer: SocketAddr,
    router: &Router,
    watcher: Watcher,
    place: OwnedSemaphorePermit,
    stop: CancellationToken,
) {
    // Small answers must not wait for more.
    let _ = stream.set_nodelay(true);
    let service = TowerToHyperService::new(router.clone().layer(Extension(ConnectInfo(peer))));
    let mut builder = Builder::new(TokioExecutor::new());
    builder.http1().timer(TokioTimer::new()).header_read_timeout(HEADER_WAIT);
    builder.http2().timer(TokioTimer::new()).keep_alive_interval(Some(Duration::from_secs(30)));
    tokio::spawn(async move {
        let speaks = tokio::select! { speaks = begins(&stream) => speaks, () = stop.cancelled() => false };
        if speaks {
            let serving = builder.serve_connection_with_upgrades(TokioIo::new(stream), service).into_owned();
            // A client that goes away is no event.
            let _ = watcher.watch(serving).await;
        }
        drop(place);
    });
}

/// Whether a new connection says in time which HTTP it speaks; until then no other limit of time holds, and connections
/// that say nothing would take all places.
async fn begins(stream: &TcpStream) -> bool {
    tokio::time::timeout(HEADER_WAIT, first_words(stream)).await.unwrap_or(false)
}

/// True as soon as it is HTTP/1, or the whole preface of HTTP/2; false when the client is gone.
async fn first_words(stream: &TcpStream) -> bool {
    let mut first = [0; HTTP2_PREFACE.len()];
    loop {
        let Ok(seen @ 1..) = stream.peek(&mut first).await else { return false };
        let words = first.get(..seen).unwrap_or_default();
        if seen == HTTP2_PREFACE.len() || !HTTP2_PREFACE.starts_with(words) {
            return true;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}
