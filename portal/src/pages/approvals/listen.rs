use leptos::{
    prelude::*,
    wasm_bindgen::{JsCast, closure::Closure},
};
use serde::de::DeserializeOwned;
use web_sys::{Event, EventSource, MessageEvent};

/// Whether live updates arrive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Connection {
    /// Not opened yet: before hydration, or with scripts off.
    #[default]
    Idle,
    /// Updates arrive.
    Open,
    /// The server cannot be reached; the browser tries again by itself.
    Lost,
}

/// Opens `url` as an event stream and hands each `event` to `heard`. Call it in an effect: the stream ends with the effect's owner.
pub(crate) fn listen<T: DeserializeOwned + 'static>(
    url: &str,
    event: &str,
    connection: WriteSignal<Connection>,
    heard: impl Fn(T) + 'static,
) {
    let Ok(source) = EventSource::new(url) else { return connection.set(Connection::Lost) };
    let message = Closure::<dyn Fn(MessageEvent)>::new(move |message: MessageEvent| {
        let value = message.data().as_string().and_then(|text| serde_json::from_str(&text).ok());
        if let Some(value) = value {
            heard(value);
        }
    });
    let opened = Closure::<dyn Fn(Event)>::new(move |_| connection.set(Connection::Open));
    let lost = Closure::<dyn Fn(Event)>::new(move |_| connection.set(Connection::Lost));
    let attached = source.add_event_listener_with_callback(event, message.as_ref().unchecked_ref());
    if attached.is_err() {
        connection.set(Connection::Lost);
    }
    source.set_onopen(Some(opened.as_ref().unchecked_ref()));
    source.set_onerror(Some(lost.as_ref().unchecked_ref()));
    // The closures live as long as the stream that calls them.
    let stream = StoredValue::new_local((source, message, opened, lost));
    on_cleanup(move || {
        stream.try_with_value(|(source, ..)| source.close());
    });
}
