# Everything goes.
DROP ALL
