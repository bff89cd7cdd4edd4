import Aloft
print("soon")
