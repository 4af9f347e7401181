"""An edge node on Eclipse Tahu's library: `sparkplug_node.py HOST PORT GROUP NODE METRIC`. Prints what it was told, as JSON."""
import json
import sys
import threading
import time

import paho.mqtt.client as mqtt
from tahutils.tahu import sparkplug_b as tahu
from tahutils.tahu.sparkplug_b_pb2 import Payload

HOST, PORT, GROUP, NODE, METRIC = sys.argv[1], int(sys.argv[2]), sys.argv[3], sys.argv[4], sys.argv[5]
DEVICE = "analyser"
ALIAS = 7


def topic(verb, device=None):
    return f"spBv1.0/{GROUP}/{verb}/{NODE}" + (f"/{device}" if device else "")


def metric_payload(payload, value, name=None):
    tahu.addMetric(payload, name, ALIAS, tahu.MetricDataType.Double, value)
    return bytearray(payload.SerializeToString())


rebirths = []
rebirth = threading.Event()
ready = threading.Event()
client = mqtt.Client(mqtt.CallbackAPIVersion.VERSION2, client_id="tahu-node", protocol=mqtt.MQTTv311)


def on_message(_client, _userdata, message):
    command = Payload()
    command.ParseFromString(message.payload)
    for metric in command.metrics:
        if metric.name == "Node Control/Rebirth" and metric.boolean_value:
            rebirths.append(message.topic)
            rebirth.set()


def publish(where, payload):
    client.publish(where, payload, qos=0).wait_for_publish(20)


def births(value):
    node = tahu.getNodeBirthPayload()
    tahu.addMetric(node, "Node Control/Rebirth", None, tahu.MetricDataType.Boolean, False)
    publish(topic("NBIRTH"), bytearray(node.SerializeToString()))
    publish(topic("DBIRTH", DEVICE), metric_payload(tahu.getDeviceBirthPayload(), value, METRIC))
    # A value of the same millisecond would be the same reading.
    time.sleep(0.005)


def data(value):
    publish(topic("DDATA", DEVICE), metric_payload(tahu.getDdataPayload(), value))


client.on_message = on_message
client.on_subscribe = lambda *_: ready.set()
client.will_set(topic("NDEATH"), bytearray(tahu.getNodeDeathPayload().SerializeToString()), qos=1)
client.connect(HOST, PORT)
client.loop_start()
client.subscribe(topic("NCMD"), qos=1)
ready.wait(20)

births(1.0)
for step in range(300):
    data(2.0 + step % 10)
    time.sleep(0.002)
# A number of the sequence is left out: the host must ask for the births.
tahu.getSeqNum()
data(12.5)
asked = rebirth.wait(20)
births(13.5)
data(14.5)
client.disconnect()
client.loop_stop()
print(json.dumps({"asked": asked, "topics": sorted(set(rebirths))}))
