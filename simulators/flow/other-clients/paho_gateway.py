"""A gateway on Eclipse Paho: `paho_gateway.py HOST PORT ENTERPRISE TAG VERSION...` (4 = MQTT 3.1.1, 5). Prints what it was acknowledged and told, as JSON."""
import json
import sys
import threading
import time

import paho.mqtt.client as mqtt

HOST, PORT, ENTERPRISE, TAG = sys.argv[1], int(sys.argv[2]), sys.argv[3], sys.argv[4]
ROOT = f"hazard/v1/{ENTERPRISE}"


def run(version, offset):
    """Publishes at QoS 0, 1 and 2, a list, and something that is refused; waits for the acknowledgement of each."""
    told = []
    heard = threading.Event()
    subscribed = threading.Event()
    client = mqtt.Client(mqtt.CallbackAPIVersion.VERSION2, client_id=f"paho-{version}", protocol=version)
    client.will_set(f"{ROOT}/status", json.dumps({"online": False}), qos=1, retain=True)

    def on_message(_client, _userdata, message):
        told.append(json.loads(message.payload))
        heard.set()

    client.on_message = on_message
    client.on_subscribe = lambda *_: subscribed.set()
    client.connect(HOST, PORT)
    client.loop_start()
    client.subscribe(f"{ROOT}/rejections", qos=1)
    subscribed.wait(20)

    def publish(topic, payload, qos=1, retain=False):
        message = client.publish(topic, json.dumps(payload), qos=qos, retain=retain)
        message.wait_for_publish(20)
        return message.is_published()

    start = int(time.time() * 1000) - 60_000 + offset
    acknowledged = publish(f"{ROOT}/status", {"online": True}, retain=True)
    for index in range(200):
        acknowledged &= publish(f"{ROOT}/readings", {"ts": start + index, "values": {TAG: index % 20}}, qos=1 + index % 2)
    acknowledged &= publish(f"{ROOT}/readings", [{"ts": start + 200 + index, "values": {TAG: 5}} for index in range(50)])
    acknowledged &= publish(f"{ROOT}/readings", {"values": {TAG: "not a number"}})
    heard.wait(20)
    client.disconnect()
    client.loop_stop()
    return {"acknowledged": acknowledged, "refused": [rejection["reason"] for notice in told for rejection in notice["rejections"]]}


print(json.dumps([run(int(version), place * 1_000) for place, version in enumerate(sys.argv[5:])]))
